import { Cascade, defineEntity, p } from '@mikro-orm/core'
import { id, metadata, timestamps } from '@stoa/kernel'
import { RbacRoleParent } from './rbac-role-parent.ts'
import { RbacRolePolicy } from './rbac-role-policy.ts'

const RbacRoleSchema = defineEntity({
  name: 'RbacRole',
  schema: 'stoa_rbac',
  properties: {
    id: id('role'),
    name: p.text(),
    description: p.text().nullable(),
    metadata: metadata(),
    policies: () => p.oneToMany(RbacRolePolicy).mappedBy('role').cascade(Cascade.PERSIST, Cascade.REMOVE),
    parents: () => p.oneToMany(RbacRoleParent).mappedBy('role'),
    ...timestamps,
  },
  uniques: [{ properties: ['name'], where: 'deleted_at is null' }],
})

/** What somebody is in the shop. It allows what its policies and its parents allow. */
export class RbacRole extends RbacRoleSchema.class {}
RbacRoleSchema.setClass(RbacRole)
