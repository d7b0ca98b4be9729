import { Cascade, defineEntity, p } from '@mikro-orm/core'
import { id, metadata, timestamps } from '@stoa/kernel'
import { RbacRolePolicy } from './rbac-role-policy.ts'

const RbacPolicySchema = defineEntity({
  name: 'RbacPolicy',
  schema: 'stoa_rbac',
  properties: {
    id: id('rpol'),
    key: p.text(),
    resource: p.text(),
    operation: p.text(),
    name: p.text().nullable(),
    description: p.text().nullable(),
    metadata: metadata(),
    roles: () => p.oneToMany(RbacRolePolicy).mappedBy('policy').cascade(Cascade.PERSIST, Cascade.REMOVE),
    ...timestamps,
  },
  uniques: [{ properties: ['key'], where: 'deleted_at is null' }],
})

/** One thing that may be allowed: an operation on a resource; `*` stands for all of them. Its key is `resource:operation`. */
export class RbacPolicy extends RbacPolicySchema.class {}
RbacPolicySchema.setClass(RbacPolicy)
