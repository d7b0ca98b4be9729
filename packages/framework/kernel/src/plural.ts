/** The plural of an entity's name, as types see it: `Category` → `Categories`, `Address` → `Addresses`, `ApiKey` → `ApiKeys`. */
export type Plural<Name extends string> = Name extends `${string}${'a' | 'e' | 'o' | 'u'}y`
  ? `${Name}s`
  : Name extends `${infer Stem}y`
    ? `${Stem}ies`
    : Name extends `${string}${'s' | 'x' | 'ch' | 'sh'}`
      ? `${Name}es`
      : `${Name}s`

/** The same rule at run time. It is a rule of its own, and not a dictionary, so that types and values agree. */
export function plural<Name extends string>(name: Name): Plural<Name> {
  if (/[^aeou]y$/.test(name)) return `${name.slice(0, -1)}ies` as Plural<Name>
  if (/(s|x|ch|sh)$/.test(name)) return `${name}es` as Plural<Name>
  return `${name}s` as Plural<Name>
}
