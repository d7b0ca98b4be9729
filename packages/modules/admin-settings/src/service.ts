import { createId, moduleService } from '@stoa/kernel'
import { entities } from './entities/index.ts'
import type { WidgetPreference } from './entities/layout-configuration.ts'
import type { ViewSettings } from './entities/view-configuration.ts'
import {
  assertVisible,
  changeView,
  createView,
  deleteView,
  type ViewChange,
  type ViewOwner,
} from './views.ts'

/** How users of the admin want it. */
export class SettingsService extends moduleService(entities) {
  /**
   * Keeps a view of a table, for its user or as the default for everybody.
   *
   * @returns its id
   */
  async createView(owner: ViewOwner, view: ViewChange & { configuration: ViewSettings }): Promise<string> {
    return this.database.transaction(async () => {
      const id = await createView(this.database, owner, view)
      if (view.set_active) await this.#choose(owner, id)
      return id
    })
  }

  /**
   * Changes a view: what is not said stays.
   *
   * @throws StoaError `not_found` for one that is not there, or another user's
   */
  async changeView(owner: ViewOwner, id: string, change: ViewChange): Promise<void> {
    await this.database.transaction(async () => {
      await changeView(this.database, owner, id, change)
      if (change.set_active) await this.#choose(owner, id)
    })
  }

  /** @throws StoaError `not_found` for one that is not there, or another user's */
  async deleteView(owner: ViewOwner, id: string): Promise<void> {
    await deleteView(this.database, owner, id)
  }

  /**
   * Says at which view a user looks from now on.
   *
   * @param id `null` for the default
   * @throws StoaError `not_found` for one that is not there, or another user's
   */
  async chooseView(owner: ViewOwner, id: string | null): Promise<void> {
    await this.database.transaction(async () => {
      if (id !== null) await assertVisible(this.database, owner, id)
      await this.#choose(owner, id)
    })
  }

  /**
   * Keeps how a page is laid out.
   *
   * @param user_id `null` for everybody
   */
  async setLayout(
    zone: string,
    user_id: string | null,
    configuration: { widgets: Record<string, WidgetPreference> },
  ): Promise<void> {
    const whose = user_id === null ? '(zone) where is_system_default and' : '(zone, user_id) where'
    await this.database.query(
      `insert into stoa_settings.layout_configuration (id, zone, user_id, is_system_default, configuration)
       values ($1, $2, $3, $4, $5::jsonb)
       on conflict ${whose} deleted_at is null do update set configuration = excluded.configuration, updated_at = now()`,
      [createId('lyconf'), zone, user_id, user_id === null, JSON.stringify(configuration)],
    )
  }

  /** Forgets how a user wants a page to be laid out. */
  async removeLayout(zone: string, user_id: string): Promise<void> {
    await this.database.query(
      `update stoa_settings.layout_configuration set deleted_at = now(), updated_at = now()
       where zone = $1 and user_id = $2 and deleted_at is null`,
      [zone, user_id],
    )
  }

  /**
   * Keeps something that a user chose.
   *
   * @param value anything JSON can hold; `null` forgets it
   */
  async setPreference(user_id: string, key: string, value: unknown): Promise<void> {
    if (value === null) {
      await this.database.query('delete from stoa_settings.user_preference where user_id = $1 and key = $2', [
        user_id,
        key,
      ])
      return
    }
    await this.database.query(
      `insert into stoa_settings.user_preference (id, user_id, key, value) values ($1, $2, $3, $4::jsonb)
       on conflict (user_id, key) where deleted_at is null do update set value = excluded.value, updated_at = now()`,
      [createId('usrpref'), user_id, key, JSON.stringify(value)],
    )
  }

  #choose({ entity, user_id }: ViewOwner, id: string | null): Promise<void> {
    const choice = id === null ? null : { view_configuration_id: id }
    return this.setPreference(user_id, `views.${entity}.active`, choice)
  }
}
