/** A value as it comes back from JSON: dates and amounts are strings, methods are gone. */
export type Stored<Value> = 0 extends 1 & Value
  ? Value
  : Value extends { toJSON(): infer Json }
    ? Json
    : Value extends string | number | boolean | null | undefined
      ? Value
      : Value extends void
        ? undefined
        : Value extends (...args: any[]) => unknown
          ? undefined
          : Value extends object
            ? { [Key in keyof Value]: Stored<Value[Key]> }
            : Value

/** The JSON text of a value, or null where it has none. */
export const toJson = (value: unknown): string | null => JSON.stringify(value) ?? null

/** What the text stands for. */
export const fromJson = (text: string | null): any => (text === null ? undefined : JSON.parse(text))
