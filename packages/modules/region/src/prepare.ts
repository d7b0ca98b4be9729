import { type Container, Database } from '@stoa/kernel'
import { world } from './world.ts'

/** Sees to it that every country of the world is there. Those that are stay as they are. */
export async function prepare(container: Container): Promise<void> {
  await container.resolve(Database).query(
    `insert into stoa_region.region_country (iso_2, iso_3, num_code, name, display_name)
     select iso_2, iso_3, num_code, name, display_name
     from json_to_recordset($1) as world(iso_2 text, iso_3 text, num_code text, name text, display_name text)
     on conflict (iso_2) do nothing`,
    [JSON.stringify(world())],
  )
}
