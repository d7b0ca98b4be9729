import { describeTransport } from './conformance/index.ts'

describeTransport({ providers: () => [] })
