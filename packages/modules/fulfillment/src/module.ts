import { defineModule } from "@stoa/kernel"
import { entities } from "./entities/index.ts"
import { graph } from "./graph.ts"
import { migrations } from "./migrations/index.ts"
import { FulfillmentService } from "./service.ts"

/** How goods reach their buyers. */
export const fulfillmentModule = defineModule({
  name: "fulfillment",
  entities: Object.values(entities),
  migrations,
  service: FulfillmentService,
  graph,
})
