import { defineModule } from '@stoa/kernel'
import { entities } from './entities/index.ts'
import { graph } from './graph.ts'
import { migrations } from './migrations/index.ts'
import { RbacService } from './service.ts'

/** Roles and what they allow. */
export const rbacModule = defineModule({
  name: 'rbac',
  entities: Object.values(entities),
  migrations,
  service: RbacService,
  graph,
})
