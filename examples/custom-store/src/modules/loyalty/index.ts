import { createId, defineModule, moduleService, sqlMigration } from '@stoa/kernel'
import { LoyaltyAccount } from './loyalty-account.ts'

/** Points for what customers buy. */
export class LoyaltyService extends moduleService({ LoyaltyAccount }) {
  /** Adds points; the first ones open the account. */
  async addPoints(customerId: string, points: number): Promise<void> {
    await this.database.query(
      `insert into stoa_loyalty.loyalty_account as account (id, customer_id, points) values ($1, $2, $3)
       on conflict (customer_id) where deleted_at is null
       do update set points = account.points + excluded.points, updated_at = now()`,
      [createId('loy'), customerId, points],
    )
  }
}

export const loyaltyModule = defineModule({
  name: 'loyalty',
  entities: [LoyaltyAccount],
  service: LoyaltyService,
  migrations: [
    sqlMigration(
      'loyalty/20261123_initial',
      `create schema stoa_loyalty;
       create table stoa_loyalty.loyalty_account (
         id text primary key, customer_id text not null, points integer not null default 0,
         created_at timestamptz not null default now(), updated_at timestamptz not null default now(), deleted_at timestamptz
       );
       create unique index loyalty_account_customer_unique on stoa_loyalty.loyalty_account (customer_id)
         where deleted_at is null;`,
    ),
  ],
})
