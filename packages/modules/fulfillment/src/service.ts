import { moduleService } from "@stoa/kernel"
import { entities } from "./entities/index.ts"

/** How goods reach their buyers. */
export class FulfillmentService extends moduleService(entities) {}
