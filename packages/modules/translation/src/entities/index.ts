import { Locale } from './locale.ts'
import { Translation } from './translation.ts'
import { TranslationSettings } from './translation-settings.ts'

/** Every entity of the module, by the name its methods carry: `listTranslationSettings`. */
export const entities = { Locale, Translation, TranslationSetting: TranslationSettings }
