import { defineSubscriber, type Subscriber } from '@stoa/events'
import { Workflows } from '@stoa/workflows'

/**
 * Passes events on to the workflows that wait for them.
 *
 * @param events those that workflows may wait for
 */
export const workflowSignals = (events: readonly string[]): Subscriber =>
  defineSubscriber({
    name: 'stoa.workflows',
    event: events,
    // What was before this subscriber was before anybody could wait for it.
    catch_up: 0,
    handler: async ({ id, type, subject, data }, { container }) => {
      if (subject !== undefined)
        await container.resolve(Workflows).signal(type, { id, subject, payload: data })
    },
  })
