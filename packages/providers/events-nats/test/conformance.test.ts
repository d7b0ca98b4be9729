import { describe } from 'vitest'
import { describeTransport } from '../../../framework/events/test/conformance/index.ts'
import { NATS_URL, onSharedNats } from './shared-nats.ts'

describe.skipIf(!NATS_URL)('NATS', () => {
  describeTransport({ providers: (url) => onSharedNats(url) })
})
