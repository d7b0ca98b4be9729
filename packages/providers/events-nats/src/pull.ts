import { setTimeout as sleep } from 'node:timers/promises'
import type { ConsumerMessages, Consumer as PullConsumer } from '@nats-io/jetstream'
import type { Subscription } from '@nats-io/transport-node'
import type { Intake } from './intake.ts'

/** Milliseconds after which a request for a message is made anew, and in which the server shows that it is there. */
const EXPIRES = 30_000
const HEARTBEAT = 5_000
/** Milliseconds before it asks again after a failure. */
const PAUSE = 250

/** Asks one consumer for messages: for the next one only when there is somebody to take it, so that none waits here. */
export class Pull {
  readonly #consumer: PullConsumer
  readonly #intake: Intake
  readonly #failed: () => Promise<void>
  #stopped = false
  #messages: ConsumerMessages | undefined

  /** @param failed called when the consumer does not answer, or is gone; it asks again once that has resolved */
  constructor(consumer: PullConsumer, intake: Intake, failed: () => Promise<void>) {
    this.#consumer = consumer
    this.#intake = intake
    this.#failed = failed
    void this.#run()
  }

  /** Takes no more messages. What is on its way meanwhile is given back. */
  async stop(): Promise<void> {
    this.#stopped = true
    if (this.#messages) await drain(this.#messages)
  }

  async #run(): Promise<void> {
    while (!this.#stopped) {
      await this.#intake.vacancy()
      if (this.#stopped) return
      try {
        await this.#next()
      } catch {
        if (this.#stopped) return
        await Promise.all([this.#failed(), sleep(PAUSE)])
      }
    }
  }

  async #next(): Promise<void> {
    const messages = await this.#consumer.fetch({
      max_messages: 1,
      expires: EXPIRES,
      idle_heartbeat: HEARTBEAT,
    })
    if (this.#stopped) {
      messages.stop()
      return
    }
    this.#messages = messages
    for await (const message of messages) {
      if (this.#stopped) message.nak()
      else this.#intake.take(message)
    }
    this.#messages = undefined
  }
}

/**
 * Withdraws a request for messages. Closing it, which is all the library offers, would drop what the server has sent just
 * before: nobody would get that until `ack_wait` is over. So the subscription beneath is drained.
 */
async function drain(messages: ConsumerMessages): Promise<void> {
  const { sub } = messages as unknown as { sub?: Subscription }
  try {
    if (sub) await sub.drain()
    else await messages.close()
  } catch {
    // It is closed already.
    messages.stop()
  }
}
