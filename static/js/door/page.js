// The page of a door, and the words and names that it brings along for its script.

export const door = document.querySelector("[data-door]");
export const words = door.dataset;
