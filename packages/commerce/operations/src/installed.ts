/**
 * What a host was started with, for the admin. The host registers it; without one there are no plugins and no flags.
 *
 * @example
 * provide(Installed, () => new Installed({ plugins: ['stoa-reviews'], feature_flags: { rbac: true } }))
 */
export class Installed {
  /** Names, in the order of the configuration. */
  readonly plugins: readonly string[]
  /** What the admin may count on. */
  readonly feature_flags: Readonly<Record<string, boolean>>

  constructor(what: { plugins?: readonly string[]; feature_flags?: Readonly<Record<string, boolean>> } = {}) {
    this.plugins = what.plugins ?? []
    this.feature_flags = what.feature_flags ?? {}
  }
}
