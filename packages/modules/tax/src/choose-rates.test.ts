import { expect, test } from 'vitest'
import { chooseRates, itemReferences, type Rate, shippingReferences } from './choose-rates.ts'

const rate = (id: string, over: Partial<Rate> = {}): Rate => ({
  id,
  rate: 10,
  code: id,
  name: id,
  is_default: false,
  is_combinable: false,
  rules: [],
  ...over,
})
const region = (province_code: string | null, ...rates: Rate[]) => ({
  id: province_code ?? 'country',
  province_code,
  provider_id: 'tp_system',
  rates,
})
const rule = (reference: string, reference_id: string) => ({ rules: [{ reference, reference_id }] })
const book = itemReferences({ product_id: 'book', product_type_id: 'print' })
const ids = (rates: Rate[]) => rates.map(({ id }) => id)

test('the default applies where no rule names the thing', () => {
  const regions = [region(null, rate('other', rule('product', 'mug')), rate('default', { is_default: true }))]
  expect(ids(chooseRates(regions, book))).toEqual(['default'])
})

test("a product's rate goes before its type's, and that before the default", () => {
  const type = rate('type', rule('product_type', 'print'))
  const product = rate('product', rule('product', 'book'))
  const standard = rate('default', { is_default: true })
  expect(ids(chooseRates([region(null, standard, type, product)], book))).toEqual(['product'])
  expect(ids(chooseRates([region(null, standard, type)], book))).toEqual(['type'])
})

test("a shipping option's rate is not a product's", () => {
  const regions = [
    region(null, rate('free', rule('shipping_option', 'book')), rate('default', { is_default: true })),
  ]
  expect(ids(chooseRates(regions, book))).toEqual(['default'])
  expect(ids(chooseRates(regions, shippingReferences({ shipping_option_id: 'book' })))).toEqual(['free'])
})

test("a province's rate takes the place of its country's", () => {
  const country = region(null, rate('country', { is_default: true }))
  expect(ids(chooseRates([country, region('qc', rate('qc', { is_default: true }))], book))).toEqual(['qc'])
  expect(ids(chooseRates([country, region('qc')], book))).toEqual(['country'])
})

test('a combinable rate of a province comes on top', () => {
  const country = region(null, rate('country', { is_default: true }))
  const province = region('qc', rate('qc', { is_default: true, is_combinable: true }))
  expect(ids(chooseRates([country, province], book))).toEqual(['qc', 'country'])
})

test('a rule that names nothing does not match a thing without a product', () => {
  const regions = [region(null, rate('odd', rule('product', undefined as never)))]
  expect(chooseRates(regions, itemReferences({ product_id: null }))).toEqual([])
})
