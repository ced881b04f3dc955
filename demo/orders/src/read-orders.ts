export interface Order {
  id: number;
  amount: number;
}

export function readOrders(count: number): Order[] {
  const orders = Array.from({ length: count }, (_, id) => ({ id, amount: id * 10 }));
  console.info(`${orders.length} orders read`);
  return orders;
}
