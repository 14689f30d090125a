"""What becomes of materials: who may have them, their versions, texts and other formats."""
