export interface Greeting {
  text: string;
  loud?: boolean;
}

export function greet(name: string): Greeting {
  return { text: `Hello ${name}` };
}
