import { sqlMigration } from '@stoa/kernel'

/** Finds the identities and sessions of a customer or user without reading all there are. */
export const actors = sqlMigration(
  'auth/20261124_actors',
  `
    create index "auth_identity_app_metadata_index" on "stoa_auth"."auth_identity" using gin ("app_metadata" jsonb_path_ops);
    create index "auth_session_actor_id_index" on "stoa_auth"."auth_session" ("actor_id") where revoked_at is null;
  `,
)
