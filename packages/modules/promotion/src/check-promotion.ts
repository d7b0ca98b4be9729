import { BigNumber, StoaError } from '@stoa/kernel'
import { isCurrencyCode } from '@stoa/money'
import type { NewApplicationMethod, NewPromotion } from './new-promotion.ts'

/** A promotion as it is going to be, with what its checks need to know. */
export interface Checkable extends Pick<NewPromotion, 'code' | 'type' | 'limit'> {
  application_method: Omit<NewApplicationMethod, 'target_rules' | 'buy_rules'>
  /** How many there are. */
  target_rules: number
  buy_rules: number
  /** The currency of its campaign's budget, where that counts money. */
  budget_currency_code?: string | null
}

/**
 * Refuses a promotion that could not be computed.
 *
 * @throws StoaError `invalid_data`
 */
export function checkPromotion(promotion: Checkable): void {
  const { code, limit, application_method: method, budget_currency_code: budgetCurrency } = promotion
  if (code.trim() === '') throw invalid('A promotion needs a code.')
  checkWhole('limit', limit)
  checkValue(method)
  checkCurrency(method)
  for (const name of ['max_quantity', 'apply_to_quantity', 'buy_rules_min_quantity'] as const) {
    checkWhole(`application_method.${name}`, method[name])
  }
  if (promotion.type === 'buyget') checkBuyGet(promotion)
  else checkStandard(promotion)
  if (budgetCurrency && budgetCurrency !== method.currency_code?.toLowerCase()) {
    throw invalid(
      `The budget of the campaign is in ${budgetCurrency}, so application_method.currency_code of promotion ${code} must be too, not ${method.currency_code ?? 'missing'}.`,
    )
  }
}

function checkValue({ type, value }: Checkable['application_method']): void {
  const amount = new BigNumber(value)
  if (type === 'percentage' && !(amount.gt(0) && amount.lte(100))) {
    throw invalid(
      `application_method.value must be a percentage between 0 and 100, and above 0, not ${value}.`,
    )
  }
  if (!(amount.isFinite() && amount.gt(0))) {
    throw invalid(`application_method.value must be a number above 0, not ${value}.`)
  }
}

function checkCurrency({ type, currency_code: code }: Checkable['application_method']): void {
  if (type === 'fixed' && !code) {
    throw invalid('application_method.currency_code is required where application_method.type is fixed.')
  }
  if (code && !isCurrencyCode(code)) throw invalid(`application_method.currency_code ${code} is no currency.`)
}

function checkStandard({ application_method: method, target_rules, buy_rules }: Checkable): void {
  const { target_type, allocation, max_quantity } = method
  if (buy_rules > 0) throw invalid(`Can't add buy rules to a standard promotion: make its type buyget.`)
  if (target_type === 'order') {
    if (target_rules > 0) {
      throw invalid(
        `A promotion with the target_type order takes all items: leave out target_rules, or make it items.`,
      )
    }
  } else if (!allocation) {
    throw invalid(
      `application_method.allocation must be each, across or once where target_type is ${target_type}.`,
    )
  }
  if ((allocation === 'each' || allocation === 'once') && !max_quantity) {
    throw invalid(
      `application_method.max_quantity is required where application_method.allocation is ${allocation}.`,
    )
  }
}

function checkBuyGet({ application_method: method, buy_rules }: Checkable): void {
  if (buy_rules === 0 || !method.apply_to_quantity || !method.buy_rules_min_quantity) {
    throw invalid(
      'Buyget promotions require at least one of application_method.buy_rules, apply_to_quantity and buy_rules_min_quantity.',
    )
  }
  if (!method.max_quantity) {
    throw invalid('application_method.max_quantity is a required field for promotions of type buyget.')
  }
}

const MAX_INTEGER = 2_147_483_647

function checkWhole(name: string, value: number | null | undefined): void {
  if (value === null || value === undefined) return
  if (Number.isInteger(value) && value >= 1 && value <= MAX_INTEGER) return
  throw invalid(`${name} must be a whole number from 1 on, not ${value}.`)
}

const invalid = (message: string) => new StoaError('invalid_data', message)
