import { SalesChannel } from './sales-channel.ts'

/** Every entity of the module, by its name. */
export const entities = {
  SalesChannel,
}
