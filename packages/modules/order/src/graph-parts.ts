import type { Expression } from '@stoa/query'

/** The version that is read: the current one, or that of the query's context `order_version`. */
export const versionOf: Expression = (order, scope) => {
  const asked = scope.context.order_version
  return asked === undefined ? `${order}.version` : scope.parameter(asked, 'int')
}

/** The discounts that belong to the version of the order by which a line was reached. */
export const adjustments = (target: string, key: string) => ({
  target,
  many: true,
  join: (line: string, self: string) => ({
    from: `stoa_order.${target} ${self}`,
    where: [`${self}.${key} = ${line}.id`, `${self}.version = ${line}_via.version`],
    order: `${self}.id`,
  }),
})

/** The row by which a line was reached. */
export const detail = (through: string) => ({
  target: through,
  many: false,
  join: (line: string, self: string) => ({
    from: `stoa_order.${through} ${self}`,
    where: [`${self}.id = ${line}_via.id`],
  }),
})
