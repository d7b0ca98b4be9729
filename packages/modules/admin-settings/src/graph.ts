import { defineRelation, defineSearch, defineTranslatable } from '@stoa/query'

/** What queries know of the settings beside their columns. */
export const graph = [
  defineSearch('property_label', ['entity', 'property', 'label', 'description']),
  // Who looks at a view by their own choice.
  defineRelation({
    entity: 'view_configuration',
    name: 'chosen_by',
    target: 'user_preference',
    many: true,
    join: (view, preference) => ({
      from: `stoa_settings.user_preference ${preference}`,
      where: [
        `${preference}.key = 'views.' || ${view}.entity || '.active'`,
        `${preference}.value ->> 'view_configuration_id' = ${view}.id`,
      ],
      order: `${preference}.id`,
    }),
  }),
  defineTranslatable('property_label', ['label', 'description']),
]
