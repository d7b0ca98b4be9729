import { defineModule } from "@stoa/kernel"
import { entities } from "./entities/index.ts"
import { graph } from "./graph.ts"
import { migrations } from "./migrations/index.ts"
import { TaxService } from "./service.ts"

/** Which taxes apply where and to what. */
export const taxModule = defineModule({
  name: "tax",
  entities: Object.values(entities),
  migrations,
  service: TaxService,
  graph,
})
