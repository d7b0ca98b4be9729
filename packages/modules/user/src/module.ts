import { defineModule, provide } from '@stoa/kernel'
import { defineSearch } from '@stoa/query'
import { entities } from './entities/index.ts'
import { migrations } from './migrations/index.ts'
import { UserService } from './service.ts'
import { UserOptions } from './user-options.ts'

/** Users of the admin and invitations to them. */
export const userModule = defineModule({
  name: 'user',
  entities: Object.values(entities),
  migrations,
  service: UserService,
  providers: [provide(UserOptions, () => new UserOptions())],
  graph: [defineSearch('user', ['email', 'first_name', 'last_name']), defineSearch('invite', ['email'])],
})
