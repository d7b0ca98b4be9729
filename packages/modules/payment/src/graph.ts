export const paymentGraph = []
