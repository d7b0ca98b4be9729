import { type Container, moduleService, type Row, type RowChange } from '@stoa/kernel'
import { entities } from './entities/index.ts'
import type { StockLocation } from './entities/stock-location.ts'

const Generated = moduleService(entities)

/** A change of a stock location. An address changes the one it has, or becomes its first. */
export type StockLocationChange = RowChange<StockLocation>

/** Where goods lie. */
export class StockLocationService extends (Generated as unknown as new (
  container: Container,
) => Omit<InstanceType<typeof Generated>, 'updateStockLocations'>) {
  /**
   * Changes stock locations and their addresses. What an address leaves out stays as it is. Where both are given, `address`
   * goes before `address_id`.
   *
   * @throws StoaError `not_found`
   */
  async updateStockLocations(change: StockLocationChange): Promise<Row<StockLocation>>
  async updateStockLocations(changes: readonly StockLocationChange[]): Promise<Row<StockLocation>[]>
  async updateStockLocations(
    changes: StockLocationChange | readonly StockLocationChange[],
  ): Promise<Row<StockLocation> | Row<StockLocation>[]> {
    return this.database.transaction(async () => {
      const list = [changes].flat() as StockLocationChange[]
      const addresses = await this.#writeAddresses(list)
      const rows = (await Generated.prototype.updateStockLocations.call(
        this as never,
        list.map(({ address, ...change }) =>
          address === null
            ? { ...change, address_id: null }
            : address === undefined
              ? change
              : { ...change, address_id: addresses.get(change.id) },
        ) as never,
      )) as unknown as Row<StockLocation>[]
      return Array.isArray(changes) ? rows : (rows[0] as Row<StockLocation>)
    })
  }

  /** @returns the ids of the addresses by those of the locations for which one was given */
  async #writeAddresses(changes: readonly StockLocationChange[]): Promise<Map<string, string>> {
    const given = changes.flatMap(({ id, address }) => (address ? [{ id, address }] : []))
    if (given.length === 0) return new Map()
    const locations = await this.listStockLocations({ id: given.map(({ id }) => id) })
    const present = new Map(locations.map(({ id, address_id }) => [id, address_id]))
    const old = given.filter(({ id }) => present.get(id))
    const fresh = given.filter(({ id }) => present.get(id) === null)
    if (old.length > 0) {
      await this.updateStockLocationAddresses(
        old.map(({ id, address }) => ({ ...address, id: present.get(id) as string })),
      )
    }
    const created = fresh.length === 0 ? [] : await this.createStockLocationAddresses(fresh.map(addressOf))
    return new Map([
      ...old.map(({ id }) => [id, present.get(id) as string] as const),
      ...fresh.map(({ id }, index) => [id, created[index]?.id as string] as const),
    ])
  }
}

const addressOf = ({ address }: { address: NonNullable<StockLocationChange['address']> }) => address
