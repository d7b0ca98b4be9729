import { type Consumer, EventTransport, type Publication, type TransportHost } from '../src/index.ts'

/** A transport inside one process, for tests that decide themselves when and how often something is delivered. */
export class MemoryTransport extends EventTransport {
  readonly published: Publication[] = []
  readonly consumers = new Map<string, Consumer>()
  /** Runs inside publish, in the dispatcher's transaction. */
  onPublish: (publications: readonly Publication[]) => Promise<void> = async () => undefined

  override async start({ consumers, attach }: TransportHost) {
    for (const consumer of consumers) this.consumers.set(consumer.name, consumer)
    await attach(new Map(consumers.map(({ name }) => [name, 'memory'])))
  }

  override async forget(name: string) {
    this.consumers.delete(name)
  }

  override async stop() {}

  override async publish(publications: readonly Publication[]) {
    await this.onPublish(publications)
    this.published.push(...publications)
  }
}
