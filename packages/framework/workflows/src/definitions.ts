import { StoaError } from '@stoa/kernel'
import type { Workflow } from './definition.ts'

/** The workflows a host knows, in all their versions. */
export class Definitions {
  readonly #known = new Map<string, Workflow>()

  /** @throws StoaError `invalid_data` if another workflow has the same name and version */
  add(workflow: Workflow): void {
    const id = idOf(workflow.name, workflow.version)
    const known = this.#known.get(id)
    if (known && known !== workflow) {
      throw new StoaError(
        'invalid_data',
        `Two workflows are named ${workflow.name} in version ${workflow.version}. Rename one, or raise its version.`,
      )
    }
    this.#known.set(id, workflow)
  }

  get(name: string, version: number): Workflow | undefined {
    return this.#known.get(idOf(name, version))
  }

  /** The one that new executions run. */
  newest(name: string): Workflow | undefined {
    return this.list()
      .filter((workflow) => workflow.name === name)
      .reduce<Workflow | undefined>((a, b) => (a && a.version > b.version ? a : b), undefined)
  }

  list(): Workflow[] {
    return [...this.#known.values()]
  }
}

const idOf = (name: string, version: number) => `${name}@${version}`
