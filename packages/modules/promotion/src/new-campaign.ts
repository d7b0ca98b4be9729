import { BigNumber, createId, StoaError, type Write } from '@stoa/kernel'
import { isCurrencyCode } from '@stoa/money'
import { countsMoney } from './discounts/budgets.ts'
import { campaignBudgetAttributes, type campaignBudgetTypes } from './entities/campaign-budget.ts'

/** A budget to create. */
export interface NewCampaignBudget {
  type: (typeof campaignBudgetTypes)[number]
  /** Of money in major units, or of uses; of one buyer where it counts by buyer. Default: none. */
  limit?: BigNumber.Value | null
  /** Of those that count money. ISO 4217, in any case. */
  currency_code?: string | null
  /** By what buyers are told apart, for those that count by buyer: `customer_id` or `customer_email`. */
  attribute?: string | null
}

/** A campaign to create. */
export interface NewCampaign {
  id?: string
  name: string
  campaign_identifier: string
  description?: string | null
  /** A date, ISO 8601, or milliseconds since 1970. Default: from now on. */
  starts_at?: Date | string | number | null
  /** Default: for ever. */
  ends_at?: Date | string | number | null
  budget?: NewCampaignBudget | null
}

/** What changes of a campaign. Of a budget, the limit alone can. */
export type CampaignChange = { id: string } & Partial<Omit<NewCampaign, 'id' | 'budget'>> & {
    budget?: { limit?: BigNumber.Value | null }
  }

/** The writes that create campaigns. */
export function campaignWrites(campaigns: readonly (NewCampaign & { id: string })[]): Write[] {
  return [
    {
      insert: 'stoa_promotion.campaign',
      rows: campaigns.map(({ budget: _, ...campaign }) => ({ ...campaign, ...periodOf(campaign) })),
    },
    {
      insert: 'stoa_promotion.campaign_budget',
      rows: campaigns.flatMap(({ id, budget }) => (budget ? [budgetRow(budget, id)] : [])),
    },
  ]
}

/** @throws StoaError `invalid_data` for a campaign that ends before it starts, or a date that is none */
export function periodOf({ starts_at, ends_at }: Pick<NewCampaign, 'starts_at' | 'ends_at'>) {
  const period = { starts_at: toDate('starts_at', starts_at), ends_at: toDate('ends_at', ends_at) }
  const { starts_at: start, ends_at: end } = period
  if (start && end && end < start) {
    throw invalid(`The campaign ends at ${end.toISOString()}, before it starts at ${start.toISOString()}.`)
  }
  return period
}

function toDate(name: string, value: NewCampaign['starts_at']): Date | null {
  if (value === null || value === undefined) return null
  const date = new Date(value)
  const year = date.getUTCFullYear()
  if (year > 0 && year < 10_000) return date
  throw invalid(`The ${name} of a campaign must be a date such as 2026-01-31T12:00:00Z, not ${value}.`)
}

function budgetRow(budget: NewCampaignBudget, campaign_id: string) {
  const { type } = budget
  const currency_code = budget.currency_code?.toLowerCase() || null
  const attribute = budget.attribute || null
  if (countsMoney(budget)) {
    if (!currency_code) throw invalid(`A campaign budget of type ${type} needs a currency_code.`)
    if (!isCurrencyCode(currency_code)) throw invalid(`There is no currency ${currency_code}.`)
  } else if (currency_code) {
    throw invalid(
      `A campaign budget of type ${type} counts uses: leave out the currency_code ${currency_code}.`,
    )
  }
  if (type.endsWith('_by_attribute') && !isKnown(attribute)) {
    throw invalid(
      `A campaign budget of type ${type} needs an attribute, one of ${campaignBudgetAttributes.join(', ')}.`,
    )
  }
  if (!type.endsWith('_by_attribute') && attribute) {
    throw invalid(
      `A campaign budget of type ${type} counts all buyers: leave out the attribute ${attribute}.`,
    )
  }
  return {
    id: createId('probudg'),
    campaign_id,
    type,
    currency_code,
    attribute,
    limit: budgetLimit(budget.limit),
  }
}

const isKnown = (attribute: string | null) => campaignBudgetAttributes.some((known) => known === attribute)

/** @throws StoaError `invalid_data` for a limit that is no number, or below 0 */
export function budgetLimit(limit: BigNumber.Value | null | undefined): string | null {
  if (limit === null || limit === undefined) return null
  const amount = new BigNumber(limit)
  if (amount.isFinite() && amount.gte(0)) return amount.toFixed()
  throw invalid(`The limit of a campaign budget must be a number from 0 on, not ${limit}.`)
}

const invalid = (message: string) => new StoaError('invalid_data', message)
