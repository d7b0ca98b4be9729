import { Cascade, defineEntity, p } from '@mikro-orm/core'
import { defineModule, id, moduleService, sqlMigration, timestamps } from '@stoa/kernel'
import { defineTranslatable } from '@stoa/query'

const DishSchema = defineEntity({
  name: 'Dish',
  schema: 'stoa_kitchen',
  properties: {
    id: id('dish'),
    title: p.text(),
    subtitle: p.text().nullable(),
    handle: p.text(),
    portions: () => p.oneToMany(Portion).mappedBy('dish').cascade(Cascade.PERSIST, Cascade.REMOVE),
    ...timestamps,
  },
})
class Dish extends DishSchema.class {}
DishSchema.setClass(Dish)

const PortionSchema = defineEntity({
  name: 'Portion',
  schema: 'stoa_kitchen',
  properties: {
    id: id('port'),
    name: p.text(),
    grams: p.integer(),
    dish: () => p.manyToOne(Dish).deleteRule('cascade'),
    ...timestamps,
  },
})
class Portion extends PortionSchema.class {}
PortionSchema.setClass(Portion)

const MOMENTS = `created_at timestamptz not null default now(), updated_at timestamptz not null default now(), deleted_at timestamptz`

export class KitchenService extends moduleService({ Dish, Portion }) {}

/** A module of somebody's own, with words that may be translated. */
export const kitchenModule = defineModule({
  name: 'kitchen',
  entities: [Dish, Portion],
  migrations: [
    sqlMigration(
      'kitchen/20261128_initial',
      `create schema stoa_kitchen;
       create table stoa_kitchen.dish (id text primary key, title text not null, subtitle text, handle text not null, ${MOMENTS});
       create table stoa_kitchen.portion (id text primary key, name text not null, grams int not null,
         dish_id text not null references stoa_kitchen.dish (id) on delete cascade, ${MOMENTS});`,
    ),
  ],
  service: KitchenService,
  graph: [defineTranslatable('dish', ['title', 'subtitle']), defineTranslatable('portion', ['name'])],
})
