/** Languages that shops speak, as they are written where. Others are added as rows. */
const CODES = `af-ZA am-ET ar-AE ar-BH ar-DZ ar-EG ar-IQ ar-JO ar-KW ar-LB ar-LY ar-MA ar-OM ar-QA ar-SA ar-TN ar-YE az-AZ be-BY bg-BG
  bn-BD bn-IN bs-BA ca-ES cs-CZ cy-GB da-DK de-AT de-BE de-CH de-DE de-LI de-LU el-CY el-GR en-AU en-CA en-GB en-HK en-IE en-IN en-KE
  en-MT en-NG en-NZ en-PH en-SG en-US en-ZA es-AR es-BO es-CL es-CO es-CR es-DO es-EC es-ES es-GT es-HN es-MX es-NI es-PA es-PE es-PR
  es-PY es-SV es-US es-UY es-VE et-EE eu-ES fa-IR fi-FI fil-PH fr-BE fr-CA fr-CH fr-FR fr-LU fr-MA ga-IE gl-ES gu-IN he-IL hi-IN hr-HR
  hu-HU hy-AM id-ID is-IS it-CH it-IT ja-JP ka-GE kk-KZ km-KH kn-IN ko-KR ky-KG lo-LA lt-LT lv-LV mk-MK ml-IN mn-MN mr-IN ms-MY ms-SG
  mt-MT my-MM nb-NO ne-NP nl-BE nl-NL nn-NO pa-IN pl-PL ps-AF pt-AO pt-BR pt-PT ro-MD ro-RO ru-BY ru-KZ ru-RU si-LK sk-SK sl-SI sq-AL
  sr-RS sv-FI sv-SE sw-KE sw-TZ ta-IN ta-LK te-IN th-TH tr-TR uk-UA ur-PK uz-UZ vi-VN zh-CN zh-HK zh-SG zh-TW zu-ZA`

const names = new Intl.DisplayNames('en', { type: 'language', languageDisplay: 'standard' })

/** Languages with what they are called in English. */
export const locales: readonly { code: string; name: string }[] = CODES.split(/\s+/).map((code) => ({
  code,
  name: names.of(code) ?? code,
}))
