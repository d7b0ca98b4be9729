export const get = () => null
