import { type DragEvent, useState } from 'react';

interface ItemProps {
  readonly draggable: boolean;
  readonly onDragStart: (event: DragEvent) => void;
  readonly onDragOver: (event: DragEvent) => void;
  readonly onDrop: (event: DragEvent) => void;
  readonly onDragEnd: () => void;
  readonly onPointerUp: () => void;
}

export interface DragOrder {
  /** The handle of an item is taken hold of: from then on the item can be dragged, and its texts can be marked otherwise. */
  readonly grab: (index: number) => void;
  readonly itemProps: (index: number) => ItemProps;
  /** Whether what is dragged would come to stand there. */
  readonly isTarget: (index: number) => boolean;
}

/** Items of a list that a pointer drags to another place, by the browser's own means. */
export function useDragOrder(onMove: (from: number, to: number) => void): DragOrder {
  const [from, setFrom] = useState<number>();
  const [to, setTo] = useState<number>();
  const end = (): void => {
    setFrom(undefined);
    setTo(undefined);
  };
  return {
    grab: setFrom,
    isTarget: (index) => index === to && index !== from,
    itemProps: (index) => ({
      draggable: index === from,
      onDragStart: ({ dataTransfer }) => {
        // Firefox drags nothing that has no data.
        dataTransfer.setData('text/plain', String(index));
        dataTransfer.effectAllowed = 'move';
      },
      onDragOver: (event) => {
        if (from === undefined) return;
        event.preventDefault();
        if (index !== to) setTo(index);
      },
      onDrop: (event) => {
        event.preventDefault();
        if (from !== undefined && index !== from) onMove(from, index);
        end();
      },
      onDragEnd: end,
      onPointerUp: end,
    }),
  };
}
