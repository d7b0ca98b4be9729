import { Customer } from './customer.ts'
import { CustomerAddress } from './customer-address.ts'
import { CustomerGroup } from './customer-group.ts'
import { CustomerGroupCustomer } from './customer-group-customer.ts'

/** Every entity of the module, by its name. */
export const entities = {
  Customer,
  CustomerAddress,
  CustomerGroup,
  CustomerGroupCustomer,
}
