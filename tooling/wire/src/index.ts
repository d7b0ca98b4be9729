export { type Gaps, gapsOf, type OpenApi } from './gaps.ts'
export { contract, type Exception, exceptions, type Taken, type Wire, wire } from './wire.ts'
