import { sqlMigration } from '@stoa/kernel'

/** Tokens under way do not say whom they are for. They would have ended within minutes. */
export const resetTokenActors = sqlMigration(
  'auth/20261125_reset_token_actors',
  `
    delete from "stoa_auth"."auth_password_reset_token";
    alter table "stoa_auth"."auth_password_reset_token" add column "actor_type" text not null;
  `,
)
