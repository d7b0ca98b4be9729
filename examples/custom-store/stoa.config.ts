import { defineConfig } from '@stoa/host'
import { loyaltyModule } from './src/modules/loyalty/index.ts'

export default defineConfig({ modules: [loyaltyModule] })
