/** About one order in sixteen is one that a subscriber can never deal with. */
export const isPoison = (orderId: string) => orderId.endsWith('0') || orderId.endsWith('Z')
