import { type Container, Database } from '@stoa/kernel'
import { BigNumber, cartTotals } from '@stoa/money'
import type { DiscountableCart } from '@stoa/promotion'
import type { PromotedSale } from './promoted-sale.ts'

interface Found {
  products: Record<string, object>
  shipping_options: Record<string, object>
  groups: { id: string }[]
}

/** What rules may ask about that a sale's own rows do not say. */
const ATTRIBUTES = `
select
  coalesce((
    select json_object_agg(p.id, json_build_object(
      'id', p.id, 'collection_id', p.collection_id, 'type_id', p.type_id,
      'categories', coalesce((
        select json_agg(json_build_object('id', c.product_category_id))
        from stoa_product.product_category_product c where c.product_id = p.id), '[]'),
      'tags', coalesce((
        select json_agg(json_build_object('id', t.product_tag_id))
        from stoa_product.product_tags t where t.product_id = p.id), '[]')))
    from stoa_product.product p where p.id = any($1::text[]) and p.deleted_at is null), '{}') as products,
  coalesce((
    select json_object_agg(o.id, json_build_object('id', o.id, 'shipping_option_type_id', o.shipping_option_type_id))
    from stoa_fulfillment.shipping_option o where o.id = any($2::text[]) and o.deleted_at is null), '{}') as shipping_options,
  coalesce((
    select json_agg(json_build_object('id', g.id))
    from stoa_customer.customer_group_customer member
    join stoa_customer.customer_group g on g.id = member.customer_group_id and g.deleted_at is null
    where member.customer_id = $3 and member.deleted_at is null), '[]') as groups`

/** A sale with all that the rules of promotions may name. One statement. */
export async function withAttributes(container: Container, sale: PromotedSale): Promise<DiscountableCart> {
  const known = <Id>(ids: readonly (Id | null)[]) => [...new Set(ids.filter((id) => id !== null))]
  const [row] = await container
    .resolve(Database)
    .query<Found & object>(
      ATTRIBUTES,
      [
        known(sale.items.map(({ product_id }) => product_id)),
        known(sale.shipping_methods.map(({ shipping_option_id }) => shipping_option_id)),
        sale.customer_id,
      ],
      { name: 'promotion_attributes' },
    )
  const { products, shipping_options, groups } = row as Found
  return {
    ...sale,
    items: sale.items.map((item) => ({ ...item, product: products[item.product_id ?? ''] })),
    shipping_methods: sale.shipping_methods.map((method) => ({
      ...method,
      shipping_option: shipping_options[method.shipping_option_id ?? ''],
    })),
    customer: sale.customer_id === null ? null : { id: sale.customer_id, email: sale.email, groups },
    region: { id: sale.region_id },
    ...originalItemTotals(sale),
  }
}

/** What the items come to before any discount, with tax and without. */
function originalItemTotals(sale: PromotedSale): { item_total: BigNumber; item_subtotal: BigNumber } {
  const items = sale.items.map((item) => ({ ...item, adjustments: [] }))
  const totals = cartTotals({ ...sale, items, shipping_methods: [], credit_lines: [] } as never)
  return {
    item_total: BigNumber(totals.original_item_total),
    item_subtotal: BigNumber(totals.original_item_subtotal),
  }
}
