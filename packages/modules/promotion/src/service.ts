import { type Container, moduleService } from '@stoa/kernel'
import type { ActivePromotion } from './active-promotion.ts'
import type { Buyer } from './buyer.ts'
import { type ChangedPromotionRules, changeRules, type PromotionRuleChanges } from './change-rules.ts'
import { entities } from './entities/index.ts'
import { findActive } from './find-active.ts'
import type { CampaignChange, NewCampaign } from './new-campaign.ts'
import type { NewPromotion, PromotionChange } from './new-promotion.ts'
import type { PromotionRuleKind } from './rule-rows.ts'
import { type CountedUse, changeSpending, countUses, giveBackUses, type PromotionUse } from './uses.ts'
import { assignPromotions, createCampaigns, updateCampaigns } from './write-campaigns.ts'
import { createPromotions, updatePromotions } from './write-promotions.ts'

const Generated = moduleService(entities)

type Replaced = 'createPromotions' | 'updatePromotions' | 'createCampaigns' | 'updateCampaigns'

/** What is taken off carts, for whom, when and how often. */
export class PromotionService extends (Generated as unknown as new (
  container: Container,
) => Omit<InstanceType<typeof Generated>, Replaced>) {
  /**
   * The promotions that may apply to a cart, as `computeDiscounts` takes them: automatic ones, and those with the codes. Only
   * their status is looked at; dates, limits, budgets and rules are for `computeDiscounts` to judge. One statement.
   *
   * @param codes as the buyer gave them; those of no active promotion are passed over
   * @param buyer what is known of who buys: what budgets that count by buyer say of them. Default: nobody is known yet
   */
  findActive(codes: readonly string[] = [], buyer: Buyer = {}): Promise<ActivePromotion[]> {
    return findActive(this.database, codes, buyer)
  }

  /**
   * Counts a use of each promotion, and takes it from the budget of its campaign: all of them or, if one is refused, none.
   * Run it in the transaction that makes the order. Whoever comes first holds the promotions until that is over, so that no
   * limit is ever passed. Two statements, and one more where a campaign has a budget.
   *
   * @param buyer who buys: budgets that count by buyer need it
   * @returns what to keep for {@link giveBackUses}
   * @throws StoaError `not_allowed`, with the code `promotion_not_usable`, that names a promotion that is used up, or does not apply
   *   any more
   * @example
   * await modules.transaction(async () => {
   *   await promotions.countUses([{ promotion_id: summer.id, amount: 4.5 }], { customer_email: 'ada@example.com' })
   *   await orders.createOrder(order)
   * })
   */
  countUses(uses: readonly PromotionUse[], buyer: Buyer = {}): Promise<CountedUse[]> {
    return countUses(this.database, uses, buyer)
  }

  /**
   * Gives back uses, each exactly what was counted for it. Once for each: they do not know whether they were given back.
   *
   * @param uses what {@link countUses} gave
   */
  giveBackUses(uses: readonly CountedUse[]): Promise<void> {
    return giveBackUses(this.database, uses)
  }

  /**
   * Takes more money from budgets for uses that are counted already, or gives some of it back, where what promotions take off an
   * order becomes another: all of it, or nothing. Run it in the transaction that changes the order.
   *
   * @param changes counted uses, each with the difference as its `amount`; below 0 it is given back. Those that no budget counted
   *   are passed over
   * @throws StoaError as {@link countUses}
   */
  changeSpending(changes: readonly CountedUse[]): Promise<void> {
    return changeSpending(this.database, changes)
  }

  /**
   * Creates promotions with their application methods, rules and campaigns.
   *
   * @throws StoaError `invalid_data` for a code that is taken, or a promotion that could not be computed
   * @throws StoaError `not_found` for a campaign that is not there
   * @example
   * const [summer] = await promotions.createPromotions([{
   *   code: 'SUMMER',
   *   type: 'standard',
   *   status: 'active',
   *   application_method: { type: 'percentage', value: 10, target_type: 'items', allocation: 'across' },
   *   rules: [{ attribute: 'region.id', operator: 'eq', values: [germany.id] }],
   * }])
   */
  createPromotions(promotions: readonly NewPromotion[]): Promise<{ id: string }[]> {
    return createPromotions(this, promotions)
  }

  /**
   * Changes promotions and their application methods. What is not named stays.
   *
   * @throws StoaError as {@link createPromotions}, and `not_found` for a promotion that is not there
   */
  updatePromotions(changes: readonly PromotionChange[]): Promise<void> {
    return updatePromotions(this, changes)
  }

  /**
   * Changes rules of a promotion: its own (`rules`), or those of what it takes something off (`target_rules`) or of what has to
   * be bought (`buy_rules`).
   *
   * @returns the ids of the rules
   * @throws StoaError `not_found` if the promotion is not there
   * @throws StoaError `invalid_data` for a rule it does not have, one without values, or a kind that it cannot have
   */
  changePromotionRules(
    promotionId: string,
    kind: PromotionRuleKind,
    changes: PromotionRuleChanges,
  ): Promise<ChangedPromotionRules> {
    return changeRules(this, promotionId, kind, changes)
  }

  /**
   * Creates campaigns with their budgets.
   *
   * @throws StoaError `invalid_data` for an identifier that is taken, an end before the start, or a budget that does not fit
   *   its type
   * @example
   * await promotions.createCampaigns([{
   *   name: 'Summer', campaign_identifier: 'summer-26', ends_at: '2026-09-01',
   *   budget: { type: 'spend', currency_code: 'eur', limit: 10_000 },
   * }])
   */
  createCampaigns(campaigns: readonly NewCampaign[]): Promise<{ id: string }[]> {
    return createCampaigns(this, campaigns)
  }

  /**
   * Changes campaigns, and the limits of their budgets.
   *
   * @throws StoaError as {@link createCampaigns}, and `not_found` for a campaign that is not there
   */
  updateCampaigns(changes: readonly CampaignChange[]): Promise<void> {
    return updateCampaigns(this, changes)
  }

  /**
   * Puts promotions into a campaign, also such as are in another, and takes promotions out of it.
   *
   * @throws StoaError `not_found` for a campaign or promotion that is not there
   * @throws StoaError `invalid_data` for a promotion whose currency is not that of the campaign's budget
   */
  assignPromotions(
    campaignId: string,
    changes: { add?: readonly string[]; remove?: readonly string[] },
  ): Promise<void> {
    return assignPromotions(this, campaignId, changes)
  }
}
