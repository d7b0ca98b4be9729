export { SalesChannel } from './entities/sales-channel.ts'
export { salesChannelModule } from './module.ts'
export { SalesChannelService } from './service.ts'
