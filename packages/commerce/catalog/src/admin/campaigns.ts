import type { StoaServer } from '@stoa/http'
import { type NewCampaign, PromotionService } from '@stoa/promotion'
import { additions, fieldRules, resource } from '@stoa/rest'
import { Type } from 'typebox'
import { campaignChange, newCampaign } from './promotion-schemas.ts'

const filters = {
  q: Type.String(),
  campaign_identifier: Type.String(),
  budget: Type.Partial(Type.Object({ currency_code: Type.String() }), { additionalProperties: false }),
}

/** Campaigns of promotions as the admin keeps them. */
export async function adminCampaigns(app: StoaServer): Promise<void> {
  const promotions = app.container.resolve(PromotionService)
  const campaigns = resource(app, {
    path: '/admin/campaigns',
    entity: 'campaign',
    fields: fieldRules(
      `id name description campaign_identifier *budget starts_at ends_at created_at updated_at deleted_at`,
    ),
  })
  campaigns.list({ default_limit: 50, filters })
  campaigns.retrieve()
  campaigns.create(newCampaign, async ({ additional_data, ...body }) => {
    const [created] = await promotions.createCampaigns([body as NewCampaign])
    return created as { id: string }
  })
  campaigns.update(
    campaignChange,
    ({ name, description, campaign_identifier, starts_at, ends_at, budget }, _request, id) =>
      promotions.updateCampaigns([
        { id, name, description, campaign_identifier, starts_at, ends_at, budget } as never,
      ]),
  )
  campaigns.action('/promotions', additions(), (body, _request, id) => promotions.assignPromotions(id, body))
  campaigns.delete((id) => promotions.softDeleteCampaigns(id))
}
