/**
 * The minor units of ISO 4217, list one, as SIX Financial Information (the standard's maintenance agency) publishes
 * it: https://www.six-group.com/en/products-services/financial-information/data-standards.html
 *
 * Not taken from `Intl`: CLDR gives the digits in which amounts are usually *shown* (HUF, IDR, COP, LBP, RSD and others
 * have 0 there or had it in some version), while payment providers charge in the digits of ISO 4217. And an amount must
 * not change with the Node it is computed on.
 */

/** Active codes whose minor unit has two digits. */
const twoDigits = `
  aed afn all amd aoa ars aud awg azn bam bbd bdt bmd bnd bob bov brl bsd btn bwp byn bzd cad cdf che chf chw cny cop
  cou crc cup cve czk dkk dop dzd egp ern etb eur fjd fkp gbp gel ghs gip gmd gtq gyd hkd hnl htg huf idr ils inr irr
  jmd kes kgs khr kpw kyd kzt lak lbp lkr lrd lsl mad mdl mga mkd mmk mnt mop mru mur mvr mwk mxn mxv myr mzn nad ngn
  nio nok npr nzd pab pen pgk php pkr pln qar ron rsd rub sar sbd scr sdg sek sgd shp sle sos srd ssp stn svc syp szl
  thb tjs tmt top try ttd twd tzs uah usd usn uyu uzs ved ves wst xad xcd xcg yer zar zmw zwg`

/** Active codes whose minor unit is not a hundredth. */
const otherDigits: Readonly<Record<number, string>> = {
  0: 'bif clp djf gnf isk jpy kmf krw pyg rwf ugx uyi vnd vuv xaf xof xpf',
  3: 'bhd iqd jod kwd lyd omr tnd',
  4: 'clf uyw',
}

/** Codes that left the list (list three): not offered, but what was sold in them can still be computed. */
const withdrawn = 'ang bgn cuc hrk sll zwl'

const codesOf = (list: string) => list.trim().split(/\s+/)

function table(): Map<string, number> {
  const digits: [string, number][] = codesOf(twoDigits).map((code) => [code, 2])
  for (const [count, list] of Object.entries(otherDigits)) {
    for (const code of codesOf(list)) digits.push([code, Number(count)])
  }
  return new Map(digits.sort(([a], [b]) => (a < b ? -1 : 1)))
}

/** Digits of the minor unit by lower-case code, in the order of the codes. */
export const digitsOfActiveCodes: ReadonlyMap<string, number> = table()

/** The same for codes that were withdrawn since 2021. */
export const digitsOfWithdrawnCodes: ReadonlyMap<string, number> = new Map(
  codesOf(withdrawn).map((code) => [code, 2]),
)
