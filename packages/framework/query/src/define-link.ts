import { type GraphExtension, type ModuleMigration, sqlMigration } from '@stoa/kernel'

/** One side of a link. */
export interface LinkSide {
  /** The entity in snake case, such as `product_variant`. */
  entity: string
  /** The link table's column that holds this entity's id. */
  key: string
  /** The name under which the other side appears on this entity. Leave it out where it should not appear. */
  field?: string
  /** Whether that field is a list. Default: false. */
  many?: boolean
  /** The name under which the link's own row appears on this entity, as a list: for links that carry columns. */
  row?: string
}

/** Which entities of two modules belong together. */
export interface LinkDefinition {
  /** The table in the schema `stoa_link`. */
  table: string
  left: LinkSide
  right: LinkSide
  /** Further columns by name, as PostgreSQL declares them: `{ required_quantity: 'integer not null default 1' }`. */
  columns?: Record<string, string>
}

export interface Link extends LinkDefinition, GraphExtension {
  kind: 'link'
}

/**
 * Joins entities of two modules that do not know each other. A link belongs to the area whose routes write it.
 *
 * @example
 * export const productSalesChannel = defineLink({
 *   table: 'product_sales_channel',
 *   left: { entity: 'product', key: 'product_id', field: 'sales_channels', many: true },
 *   right: { entity: 'sales_channel', key: 'sales_channel_id' },
 * })
 */
export function defineLink(definition: LinkDefinition): Link {
  return { kind: 'link', ...definition }
}

/**
 * The migration that creates the links' tables.
 *
 * @param name see {@link ModuleMigration}
 * @param links what {@link defineLink} made
 */
export function linkMigration(name: string, links: readonly Link[]): ModuleMigration {
  return sqlMigration(name, 'create schema if not exists stoa_link;', ...links.map(createTable))
}

function createTable({ table, left, right, columns = {} }: Link): string {
  const extra = Object.entries(columns).map(([name, type]) => `"${name}" ${type},`)
  return `create table stoa_link."${table}" (
    "${left.key}" text not null,
    "${right.key}" text not null,
    ${extra.join(' ')}
    created_at timestamptz not null default now(),
    primary key ("${left.key}", "${right.key}")
  );
  create index "${table}_${right.key}_index" on stoa_link."${table}" ("${right.key}");`
}
