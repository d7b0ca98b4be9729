import { moduleService, StoaError } from '@stoa/kernel'
import { entities } from './entities/index.ts'

interface Holding {
  iso_2: string
  /** The living region that has the country, if any. */
  region_id: string | null
  region_name: string | null
}

/** Regions and the countries in them. */
export class RegionService extends moduleService(entities) {
  /**
   * Makes these, and no others, the countries of a region.
   *
   * @param regionId the region
   * @param codes ISO 3166-1 alpha-2 codes, in any case
   * @throws StoaError `not_found` if there is no such region
   * @throws StoaError `invalid_data` for a code that is no country's, or a country that belongs to another region
   * @example
   * await regions.setCountries(europe.id, ['de', 'fr'])
   */
  async setCountries(regionId: string, codes: readonly string[]): Promise<void> {
    const wanted = [...new Set(codes.map((code) => code.toLowerCase()))]
    await this.database.transaction(async () => {
      await this.retrieveRegion(regionId)
      refuse(regionId, wanted, await this.#lock(regionId, wanted))
      await this.database.query(
        `update stoa_region.region_country
         set region_id = case when iso_2 = any($2::text[]) then $1 end, updated_at = now()
         where (iso_2 = any($2::text[])) is distinct from (region_id is not distinct from $1)`,
        [regionId, wanted],
      )
    })
  }

  /**
   * Takes regions out of the shop; their countries are free for others. Ids of which there is none are passed over.
   *
   * @param ids of the regions
   */
  async removeRegions(ids: readonly string[]): Promise<void> {
    await this.database.transaction(async () => {
      await this.database.query(
        'update stoa_region.region_country set region_id = null, updated_at = now() where region_id = any($1::text[])',
        [ids],
      )
      await this.softDeleteRegions(ids)
    })
  }

  /** Two that want the same country wait here for each other, in the order of the codes. */
  #lock(regionId: string, wanted: readonly string[]): Promise<Holding[]> {
    return this.database.query<Holding>(
      `select country.iso_2, region.id as region_id, region.name as region_name
       from stoa_region.region_country country
       left join stoa_region.region region on region.id = country.region_id and region.deleted_at is null
       where country.iso_2 = any($2::text[]) or country.region_id = $1
       order by country.iso_2 for update of country`,
      [regionId, wanted],
    )
  }
}

function refuse(regionId: string, wanted: readonly string[], held: readonly Holding[]): void {
  const known = new Set(held.map(({ iso_2 }) => iso_2))
  const unknown = wanted.filter((code) => !known.has(code))
  if (unknown.length > 0) {
    throw new StoaError('invalid_data', `Countries with codes: "${unknown.join(', ')}" do not exist`)
  }
  const taken = held.filter(({ region_id }) => region_id !== null && region_id !== regionId)
  if (taken.length > 0) {
    const list = taken.map(({ iso_2, region_name }) => `${iso_2} (${region_name})`).join(', ')
    throw new StoaError('invalid_data', `Countries with codes: "${list}" are already assigned to a region`)
  }
}
