/// <reference types="vite/client" />
declare module '*.ftl' {
  const text: string;
  export default text;
}
declare module '*.ftl?later' {
  const text: string;
  export default text;
}
