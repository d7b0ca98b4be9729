export { createDemoShop, type DemoOptions } from './create-demo-shop.ts'
export { demoImages } from './pictures/routes.ts'
